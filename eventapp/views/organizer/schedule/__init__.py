"""The schedule as organizers edit it: its parts, its sessions, its release."""
