"""Inputs that once gave a wrong answer, each with its right one."""
