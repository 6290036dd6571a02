"""The only room that writes SQL: database (opening, migrating), writing, frames, register."""
