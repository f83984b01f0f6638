"""What slows guessing down, which devices are known, and what was refused: asked before anybody is signed in."""
