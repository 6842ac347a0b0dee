"""A filled plate to a scene: pure geometry and text fitting, without Pillow."""
