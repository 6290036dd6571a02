"""The second judge: plain Python over a dict, no frame, and nothing of portal.charter; see judge.py."""
