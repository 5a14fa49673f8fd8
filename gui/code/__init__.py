"""Code to be read: coloured, with the lines lit that matter now."""
