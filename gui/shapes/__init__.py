"""What the Shapes panel is made of: two tensors, how they meet, and what comes of it."""
