"""After the call: the note, the handover brief, the trainee's own rating, and a moment to breathe."""
