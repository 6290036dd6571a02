"""Commands that look after a machine: its users and folders, its clock, backups, a register that was lost."""
