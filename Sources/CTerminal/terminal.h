/// What the files of this target share.

#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>

/// The descriptors of the running screen. Curses writes to a descriptor of its own, so that
/// after a crash it can be cut off while the report still gets through.
struct ct_descriptors {
  int input;
  int output;
  int curses_output;
};
extern struct ct_descriptors ct_descriptors;

// signals.c

bool ct_signals_on(void);
void ct_signals_off(void);
/// The end of the wake pipe to poll.
int ct_wake_descriptor(void);

// restore.c

/// Remembers the terminal's modes: before anything changes them.
void ct_remember_modes(void);
void ct_restore_modes(void);
/// Adds to the bytes that give the terminal back in an emergency.
void ct_restore_with(const char *bytes);
/// From here on, a crash or exit gives the terminal back.
void ct_arm(void);
void ct_disarm(void);
/// Gives the terminal back by system calls alone, which a signal handler may do.
void ct_restore_now(void);
void ct_capture_errors(void);
/// Gives standard error back and copies the last of what it was sent.
void ct_release_errors(void);

// pairs.c

void ct_start_colors(bool wanted);
/// The curses pair of two colours, made at its first use.
int ct_pair(int foreground, int background);

// screen.c

/// The curses pair of a cell.
int ct_pair_at(int x, int y);

// input.c

void ct_forget_input(void);

#endif
