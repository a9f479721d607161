/// Waiting, and the raw bytes of the keyboard.
///
/// Curses would lose a character that is split over two reads, and pass unknown sequences on
/// as single letters; so the bytes are read here and understood in Swift.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

#include "CTerminal.h"
#include "terminal.h"

static unsigned char buffer[4096];
static size_t buffer_position;
static size_t buffer_end;
static bool hung_up;

void ct_forget_input(void) {
  buffer_position = buffer_end = 0;
  hung_up = false;
}

/// Reads what is there. The descriptor stays blocking, because the shell shares it; after poll
/// said so, read doesn't block.
static void fill(void) {
  ssize_t count = read(ct_descriptors.input, buffer, sizeof buffer);
  if (count > 0) {
    buffer_position = 0;
    buffer_end = (size_t)count;
  } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
    hung_up = true;
  }
}

int ct_wait(int milliseconds) {
  if (buffer_position < buffer_end) milliseconds = 0;
  if (hung_up) return CT_HANG_UP;
  struct pollfd sources[] = {
      {.fd = ct_descriptors.input, .events = POLLIN},
      {.fd = ct_wake_descriptor(), .events = POLLIN},
  };
  int seen = buffer_position < buffer_end ? CT_INPUT : 0;
  // Broken off by a signal: its byte is in the pipe, so look again without waiting.
  if (poll(sources, 2, milliseconds) < 0 && poll(sources, 2, 0) < 0) return seen;
  if (sources[1].revents & POLLIN) seen |= CT_SIGNAL;
  if (seen & CT_INPUT) return seen;
  if (sources[0].revents & POLLIN) {
    fill();
    if (buffer_position < buffer_end) seen |= CT_INPUT;
  } else if (sources[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
    hung_up = true;
  }
  return hung_up ? seen | CT_HANG_UP : seen;
}

int ct_read(void) { return buffer_position < buffer_end ? buffer[buffer_position++] : -1; }

int ct_key_byte(int key, int position) {
  static char *const names[] = {
      [CT_UP] = "kcuu1",         [CT_DOWN] = "kcud1",    [CT_LEFT] = "kcub1",
      [CT_RIGHT] = "kcuf1",      [CT_SHIFT_LEFT] = "kLFT", [CT_SHIFT_RIGHT] = "kRIT",
      [CT_HOME] = "khome",       [CT_END] = "kend",      [CT_PAGE_UP] = "kpp",
      [CT_PAGE_DOWN] = "knp",    [CT_BACK_TAB] = "kcbt", [CT_BACKSPACE] = "kbs",
      [CT_DELETE] = "kdch1",
  };
  char function_name[8];
  char *name = function_name;
  if (key < 0 || key > CT_F0 + 12 || key == CT_F0 || position < 0) return -1;
  if (key < CT_F0) {
    name = names[key];
  } else {
    snprintf(function_name, sizeof function_name, "kf%d", key - CT_F0);
  }
  const char *bytes = tigetstr(name);
  if (bytes == NULL || bytes == (const char *)-1) return -1;
  for (int index = 0; index < position; index++) {
    if (bytes[index] == 0) return -1;
  }
  return bytes[position] == 0 ? -1 : (unsigned char)bytes[position];
}

int ct_escape_delay(void) {
  const char *wanted = getenv("ESCDELAY");
  int milliseconds = wanted == NULL ? 25 : atoi(wanted);
  return milliseconds > 0 ? milliseconds : 25;
}
