/// The screen: its life, its size and its cells.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "CTerminal.h"
#include "terminal.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

struct ct_descriptors ct_descriptors = {.input = -1, .output = -1, .curses_output = -1};

static SCREEN *screen;
static FILE *output_file;
static FILE *input_file;

bool ct_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

bool ct_is_utf8(void) {
  static atomic_flag is_set = ATOMIC_FLAG_INIT;
  // LC_CTYPE alone: another LC_NUMERIC would turn the decimal point of printf into a comma.
  if (!atomic_flag_test_and_set(&is_set)) setlocale(LC_CTYPE, "");
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

static bool has_paste_brackets(void) {
  // Terminals that know alternate screens of xterm's kind ignore what they don't know; others
  // could show the letters.
  return enter_ca_mode != NULL && strstr(enter_ca_mode, "\033[?1049h") != NULL;
}

static void set_modes(bool on) {
  if (!has_paste_brackets()) return;
  // Not putp, which goes through the standard output of C, wherever that leads.
  const char *bytes = on ? PASTE_ON : PASTE_OFF;
  ssize_t written = write(ct_descriptors.curses_output, bytes, strlen(bytes));
  (void)written;
}

static void prepare_emergency(void) {
  const char *capabilities[] = {exit_attribute_mode, orig_pair,     cursor_normal,
                                keypad_local,        exit_ca_mode};
  if (has_paste_brackets()) ct_restore_with(PASTE_OFF);
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
  set_modes(true);
  ct_update_size();
  return CT_OK;
}

int ct_start(bool colors) {
  if (!ct_is_terminal(STDIN_FILENO) || !ct_is_terminal(STDOUT_FILENO)) return CT_NOT_A_TERMINAL;
  return ct_start_on(NULL, STDIN_FILENO, STDOUT_FILENO, colors);
}

static void finish(void) {
  ct_disarm();
  delscreen(screen);
  screen = NULL;
  ct_forget_input();
  ct_release_errors();
  close_files();
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
  ct_repaint();
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

bool ct_update_size(void) {
  struct winsize size;
  if (ioctl(ct_descriptors.output, TIOCGWINSZ, &size) != 0) return false;
  if (size.ws_col == 0 || size.ws_row == 0) return false;
  if (size.ws_col == ct_width() && size.ws_row == ct_height()) return false;
  ct_resize(size.ws_col, size.ws_row);
  return true;
}

void ct_erase(void) {
  if (screen != NULL) erase();
}

void ct_flush(void) {
  if (screen != NULL) refresh();
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
