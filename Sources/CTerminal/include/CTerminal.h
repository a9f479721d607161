/// The terminal behind plain functions: no name of curses, no pointer, no global.
///
/// Everything here belongs to the main thread, except ct_wake. The order is: ct_start, then
/// any of the others, then ct_stop or ct_abandon. Leaving in any other way, by exit or by a
/// crash, still gives the terminal back as it was.

#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/// Why a screen did not start.
enum {
  CT_OK = 0,
  CT_NOT_A_TERMINAL,
  CT_UNKNOWN_TERMINAL,
  CT_NO_CURSOR_ADDRESSING,
  CT_SYSTEM_ERROR,
};

/// The attributes of a cell.
enum {
  CT_BOLD = 1,
  CT_DIM = 2,
  CT_REVERSE = 4,
  CT_UNDERLINE = 8,
};

/// Marks a colour that is red, green and blue, 8 bits each, instead of a number of the palette.
#define CT_RGB 0x1000000
/// What ct_colors says of terminals that take such colours.
#define CT_DIRECT_COLORS 0x1000000

/// What ct_wait saw.
enum {
  CT_INPUT = 1,
  CT_SIGNAL = 2,
  CT_HANG_UP = 4,
};

/// What ct_next_signal read.
enum {
  CT_NONE,
  CT_WAKE,
  CT_SIZE_CHANGED,
  CT_STOP_ASKED,
  CT_CONTINUED,
  /// Which signal it was says ct_end_signal.
  CT_END_ASKED,
};

/// Keys whose bytes the terminal's description may know; F1 to F12 are CT_F0 + 1 to CT_F0 + 12.
enum {
  CT_UP,
  CT_DOWN,
  CT_LEFT,
  CT_RIGHT,
  CT_SHIFT_LEFT,
  CT_SHIFT_RIGHT,
  CT_HOME,
  CT_END,
  CT_PAGE_UP,
  CT_PAGE_DOWN,
  CT_BACK_TAB,
  CT_BACKSPACE,
  CT_DELETE,
  CT_F0,
};

// Life.

/// Takes over standard input and output. Colour is left alone unless wanted.
int ct_start(bool colors);
/// The same on other files and with another TERM (NULL: the environment's), for tests.
int ct_start_on(const char *term, int input, int output, bool colors);
/// The same on a terminal with 256 colours that is read by nobody, and on which nobody types.
int ct_start_nowhere(int width, int height);
/// Gives the terminal back, and then prints what was written to standard error meanwhile.
void ct_stop(void);
/// Lets go of a terminal that is gone: nothing is written to it.
void ct_abandon(void);
/// Gives the terminal back, stops this process as ctrl-z does, and takes it again when continued.
/// With `group`, the other processes of the job are stopped too.
void ct_suspend(bool group);
/// Takes the terminal again after a stop from outside.
void ct_continue(void);
/// Ends the process as the signal itself would, so that the parent sees it.
_Noreturn void ct_die_by(int signal);

// Opens the null device for each of the descriptors 0 to 2 that is closed, so that no file of ours
// takes its number.
void ct_fill_descriptors(void);
// Makes a file that may grow no further an error of the write, not the end of the program.
void ct_ignore_size_signal(void);
// Writes out what standard output still holds: 0, or the errno of what failed since the start.
int ct_flush_output(void);

// For programs without a screen: notes INT, TERM and HUP, unless they are ignored. The second one
// ends the program.
void ct_catch_interruptions(void);
// The signal that was noted, or 0.
int ct_interruption(void);

// Facts.

/// Whether a file descriptor is a terminal.
bool ct_is_terminal(int descriptor);
/// Whether the locale's characters are UTF-8.
bool ct_is_utf8(void);
int ct_width(void);
int ct_height(void);
/// How many colours this screen has: 0 without colour, at most 256 with a palette.
int ct_colors(void);
/// How many pairs of colours it can show at a time.
int ct_pairs(void);

// Cells.

/// Puts a character that fills `cells` cells. A colour of -1 is the terminal's own; else it is a
/// number of the palette, or red, green and blue with CT_RGB.
/// What the locale cannot show, or shows in another width, becomes question marks.
void ct_put(int x, int y, uint32_t scalar, int cells, int attributes, int foreground,
            int background);
/// The character at a place; the other values of that cell follow from ct_peek_style.
uint32_t ct_peek(int x, int y);
/// Attributes in bits 0–7, foreground + 1 in bits 8–35, background + 1 in bits 36–63: colours as
/// the terminal counts them.
uint64_t ct_peek_style(int x, int y);
/// Whether a cell since the last call got no pair of colours, because those that the last picture
/// shows were still taken. After ct_erase, they are not.
bool ct_lacks_pairs(void);
void ct_erase(void);
/// Sends what changed since the last time.
void ct_flush(void);
/// Whether the terminal takes bytes now, as far as that can be known.
bool ct_can_flush(void);
/// Makes the next flush send everything.
void ct_repaint(void);
/// Sets the size by hand.
void ct_resize(int width, int height);
/// Asks the terminal for its size, and makes the next flush send everything.
void ct_update_size(void);

// Input.

/// Whether the mouse is to be reported; false if this terminal is not known to have one. Off at
/// every start, and while the program is suspended.
bool ct_set_mouse(bool on);
/// Waits for input, a signal or a wake, at most so many milliseconds (-1: for ever).
int ct_wait(int milliseconds);
/// The next byte of input that is already there, or -1.
int ct_read(void);
/// What came next through signals and wakes, or CT_NONE.
int ct_next_signal(void);
/// The last signal that asked the program to end; SIGHUP if there was none.
int ct_end_signal(void);
/// Ends ct_wait, from any thread; does nothing while an earlier wake is still unread.
void ct_wake(void);
/// The byte at `position` of what the terminal sends for a key, or -1 at the end.
int ct_key_byte(int key, int position);
/// Milliseconds after which an escape byte was the escape key.
int ct_escape_delay(void);

#endif
