/// The screen: its life, its size and its cells.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "CTerminal.h"
#include "terminal.h"

/// Bracketed paste, and a report whenever the window gains or loses the focus.
#define MODES_ON "\033[?2004h\033[?1004h"
#define MODES_OFF "\033[?1004l\033[?2004l"
/// Presses, releases, the wheel and dragging; in SGR's numbers where the terminal has them.
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"

struct ct_descriptors ct_descriptors = {.input = -1, .output = -1, .curses_output = -1};

static SCREEN *screen;
static FILE *output_file;
static FILE *input_file;
static bool has_mouse_on;
/// The files of a terminal that nobody reads.
static int nowhere[3] = {-1, -1, -1};

bool ct_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

static void set_locale(void) {
  // LC_CTYPE alone: another LC_NUMERIC would turn the decimal point of printf into a comma.
  setlocale(LC_CTYPE, "");
}

bool ct_is_utf8(void) {
  static pthread_once_t is_set = PTHREAD_ONCE_INIT;
  // Whoever comes second must not ask before the first has set it.
  pthread_once(&is_set, set_locale);
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/// Whether the terminal is known, and can put a character anywhere.
static int check_description(const char *term) {
  int status = 0;
  if (setupterm(term, ct_descriptors.output, &status) != OK) return CT_UNKNOWN_TERMINAL;
  bool addressable = cursor_address != NULL;
  del_curterm(cur_term);
  return addressable ? CT_OK : CT_NO_CURSOR_ADDRESSING;
}

static int put_emergency(int byte) {
  char bytes[2] = {(char)byte, 0};
  ct_restore_with(bytes);
  return byte;
}

static bool has_modes_of_xterm(void) {
  // Terminals that know alternate screens of xterm's kind ignore what they don't know; others
  // could show the letters.
  return enter_ca_mode != NULL && strstr(enter_ca_mode, "\033[?1049h") != NULL;
}

/// Not with putp, which goes through the standard output of C, wherever that leads.
static void send(const char *bytes) {
  ssize_t written = write(ct_descriptors.curses_output, bytes, strlen(bytes));
  (void)written;
}

static void set_modes(bool on) {
  if (!has_modes_of_xterm()) return;
  send(on ? MODES_ON : MODES_OFF);
  if (has_mouse_on) send(on ? MOUSE_ON : MOUSE_OFF);
}

bool ct_set_mouse(bool on) {
  if (screen == NULL || !has_modes_of_xterm()) return false;
  if (on != has_mouse_on) send(on ? MOUSE_ON : MOUSE_OFF);
  has_mouse_on = on;
  return true;
}

static void prepare_emergency(void) {
  const char *capabilities[] = {exit_attribute_mode, orig_pair,     cursor_normal,
                                keypad_local,        exit_ca_mode};
  if (has_modes_of_xterm()) ct_restore_with(MOUSE_OFF MODES_OFF);
  for (size_t index = 0; index < sizeof capabilities / sizeof *capabilities; index++) {
    const char *bytes = capabilities[index];
    if (bytes != NULL && bytes != (char *)-1) tputs(bytes, 1, put_emergency);
  }
  // Where there is no alternate screen, the shell goes on below the picture.
  if (exit_ca_mode == NULL) ct_restore_with("\r\n");
}

static void close_files(void) {
  if (output_file != NULL) fclose(output_file);
  if (input_file != NULL) fclose(input_file);
  output_file = input_file = NULL;
  ct_descriptors.input = ct_descriptors.output = ct_descriptors.curses_output = -1;
}

static int open_files(int input, int output) {
  int output_copy = dup(output);
  int input_copy = dup(input);
  output_file = output_copy < 0 ? NULL : fdopen(output_copy, "w");
  input_file = input_copy < 0 ? NULL : fdopen(input_copy, "r");
  ct_descriptors.input = input;
  ct_descriptors.output = output;
  ct_descriptors.curses_output = output_copy;
  return output_file != NULL && input_file != NULL ? CT_OK : CT_SYSTEM_ERROR;
}

int ct_start_on(const char *term, int input, int output, bool colors) {
  if (screen != NULL) return CT_SYSTEM_ERROR;
  ct_is_utf8();
  int status = open_files(input, output);
  if (status == CT_OK) status = check_description(term);
  if (status == CT_OK && !ct_signals_on()) status = CT_SYSTEM_ERROR;
  if (status != CT_OK) {
    close_files();
    return status;
  }
  // The handlers stand before newterm, which would otherwise install its own.
  ct_remember_modes();
  screen = newterm(term, output_file, input_file);
  if (screen == NULL) {
    ct_signals_off();
    close_files();
    return CT_UNKNOWN_TERMINAL;
  }
  prepare_emergency();
  ct_arm();
  ct_capture_errors();
  raw();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  // Keys that wait must not break off a frame. Curses never reads them: see input.c.
  typeahead(-1);
  curs_set(0);
  ct_start_colors(colors);
  has_mouse_on = false;
  set_modes(true);
  ct_update_size();
  return CT_OK;
}

int ct_start(bool colors) {
  if (!ct_is_terminal(STDIN_FILENO) || !ct_is_terminal(STDOUT_FILENO)) return CT_NOT_A_TERMINAL;
  return ct_start_on(NULL, STDIN_FILENO, STDOUT_FILENO, colors);
}

int ct_start_nowhere(int width, int height) {
  int ends[2];
  int null_device = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null_device < 0 || pipe2(ends, O_CLOEXEC) != 0) {
    if (null_device >= 0) close(null_device);
    return CT_SYSTEM_ERROR;
  }
  int status = ct_start_on("xterm-256color", ends[0], null_device, true);
  if (status != CT_OK) {
    close(ends[0]);
    close(ends[1]);
    close(null_device);
    return status;
  }
  // The writing end stays open, since its end would be that of the input.
  nowhere[0] = ends[0];
  nowhere[1] = ends[1];
  nowhere[2] = null_device;
  ct_resize(width, height);
  return CT_OK;
}

static void finish(void) {
  ct_disarm();
  delscreen(screen);
  screen = NULL;
  ct_forget_input();
  ct_release_errors();
  close_files();
  for (size_t index = 0; index < sizeof nowhere / sizeof *nowhere; index++) {
    if (nowhere[index] >= 0) close(nowhere[index]);
    nowhere[index] = -1;
  }
  ct_signals_off();
}

void ct_stop(void) {
  if (screen == NULL) return;
  set_modes(false);
  endwin();
  ct_restore_modes();
  finish();
}

void ct_abandon(void) {
  if (screen == NULL) return;
  // delscreen writes nothing.
  finish();
}

/// Stays stopped as long as another job owns the terminal, as after `bg`.
static void stop_until_foreground(bool stop_first) {
  bool stop = stop_first;
  for (;;) {
    if (stop) raise(SIGSTOP);
    pid_t owner = tcgetpgrp(ct_descriptors.input);
    if (owner < 0 || owner == getpgrp()) return;
    stop = true;
  }
}

static void take_again(void) {
  ct_arm();
  reset_prog_mode();
  set_modes(true);
  curs_set(0);
  ct_update_size();
}

void ct_suspend(bool group) {
  if (screen == NULL) return;
  def_prog_mode();
  set_modes(false);
  endwin();
  ct_restore_modes();
  ct_disarm();
  if (group) {
    // The rest of the job, such as a script that started this program, stops with it.
    struct sigaction ignore = {.sa_handler = SIG_IGN}, previous;
    sigaction(SIGTSTP, &ignore, &previous);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &previous, NULL);
  }
  // SIGTSTP would be dropped where no shell watches over the process group.
  stop_until_foreground(true);
  take_again();
}

void ct_continue(void) {
  if (screen == NULL) return;
  stop_until_foreground(false);
  take_again();
}

int ct_width(void) { return screen == NULL ? 0 : getmaxx(stdscr); }

int ct_height(void) { return screen == NULL ? 0 : getmaxy(stdscr); }

void ct_resize(int width, int height) {
  if (screen == NULL || width < 1 || height < 1) return;
  resize_term(height, width);
  ct_repaint();
}

void ct_update_size(void) {
  struct winsize size;
  // Even an equal size may have been another in between, which cuts off what was drawn.
  ct_repaint();
  if (ioctl(ct_descriptors.output, TIOCGWINSZ, &size) != 0) return;
  if (size.ws_col == 0 || size.ws_row == 0) return;
  if (size.ws_col == ct_width() && size.ws_row == ct_height()) return;
  ct_resize(size.ws_col, size.ws_row);
}

void ct_erase(void) {
  if (screen != NULL) erase();
}

void ct_flush(void) {
  if (screen != NULL) refresh();
}

bool ct_can_flush(void) {
  struct pollfd ready = {.fd = ct_descriptors.curses_output, .events = POLLOUT};
  return poll(&ready, 1, 0) != 0;
}

void ct_repaint(void) {
  if (screen != NULL) clearok(curscr, TRUE);
}

static attr_t curses_attributes(int attributes) {
  attr_t result = A_NORMAL;
  if (attributes & CT_BOLD) result |= A_BOLD;
  if (attributes & CT_DIM) result |= A_DIM;
  if (attributes & CT_REVERSE) result |= A_REVERSE;
  if (attributes & CT_UNDERLINE) result |= A_UNDERLINE;
  return result;
}

void ct_put(int x, int y, uint32_t scalar, int cells, int attributes, int foreground,
            int background) {
  if (screen == NULL || x < 0 || y < 0 || x + cells > ct_width() || y >= ct_height()) return;
  wchar_t text[2] = {(wchar_t)scalar, 0};
  int count = 1;
  if (wcwidth(text[0]) != cells) {
    text[0] = L'?';
    count = cells;
  }
  int pair = ct_pair(foreground, background);
  cchar_t cell;
  // The pair goes through the last argument, because the short one ends at 32,767.
  if (setcchar(&cell, text, curses_attributes(attributes), 0, &pair) != OK) return;
  for (int index = 0; index < count; index++) {
    mvwadd_wchnstr(stdscr, y, x + index, &cell, 1);
  }
}

/// What curses holds at a place.
static bool read_cell(int x, int y, wchar_t text[CCHARW_MAX + 1], attr_t *attributes,
                      int *pair) {
  cchar_t cell;
  short short_pair;
  if (screen == NULL || mvwin_wch(stdscr, y, x, &cell) != OK) return false;
  return getcchar(&cell, text, attributes, &short_pair, pair) == OK;
}

uint32_t ct_peek(int x, int y) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  attr_t attributes;
  int pair;
  return read_cell(x, y, text, &attributes, &pair) ? (uint32_t)text[0] : 0;
}

int ct_pair_at(int x, int y) {
  wchar_t text[CCHARW_MAX + 1];
  attr_t attributes;
  int pair;
  return read_cell(x, y, text, &attributes, &pair) ? pair : 0;
}

uint64_t ct_peek_style(int x, int y) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  attr_t attributes;
  int pair = 0, foreground = -1, background = -1;
  if (!read_cell(x, y, text, &attributes, &pair)) return 0;
  if (pair != 0) extended_pair_content(pair, &foreground, &background);
  uint64_t style = 0;
  if (attributes & A_BOLD) style |= CT_BOLD;
  if (attributes & A_DIM) style |= CT_DIM;
  if (attributes & A_REVERSE) style |= CT_REVERSE;
  if (attributes & A_UNDERLINE) style |= CT_UNDERLINE;
  return style | (uint64_t)(foreground + 1) << 8 | (uint64_t)(background + 1) << 36;
}
