"""Who has the floor: whether a trainee who has fallen silent is done, or only pausing."""
