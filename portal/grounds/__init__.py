"""Flags on the grounds of searches, raised inside a police force. Read in this order: rules, flagging."""
