"""Tests of running the portal: the machine, its settings, backups, and the steps that operators are told."""
