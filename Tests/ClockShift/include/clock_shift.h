#pragma once

// A library to be preloaded into a program under test: its wall clock is off by as many seconds as the 64-bit number in
// the file says that CLOCK_SHIFT names, at every moment anew. Every other clock, and every timer, is left alone.
