"""What git knows of a register: how it was at a revision, and who recorded what."""
