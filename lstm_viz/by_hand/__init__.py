"""One time step by hand: the equations in plain floats, exercises, mistakes, the same as code."""
