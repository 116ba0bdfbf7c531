"""What is kept of a call, for how long, and how all of it goes: docs/privacy.md tells users."""
