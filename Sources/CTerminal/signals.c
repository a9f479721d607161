/// Signals become bytes in a pipe, which the main loop reads when it is ready for them.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "CTerminal.h"
#include "terminal.h"

static const int noted[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
static const int ignored[] = {SIGPIPE, SIGTTOU};

enum {
  NOTED_COUNT = sizeof noted / sizeof *noted,
  IGNORED_COUNT = sizeof ignored / sizeof *ignored,
};

static struct sigaction previous[NOTED_COUNT + IGNORED_COUNT];
static bool installed;
/// Kept for the life of the process, so that a late wake finds it.
static atomic_int pipe_reader = -1;
static atomic_int pipe_writer = -1;
static atomic_bool wake_pending;
/// A request to end that the main loop has not read yet.
static atomic_int end_pending;
static int end_signal = SIGHUP;

static void note(int signal_number) {
  int error = errno;
  if (signal_number == SIGTERM || signal_number == SIGINT || signal_number == SIGQUIT) {
    // The second one while the first lies unread: the main loop hangs, so leave without it.
    if (atomic_exchange(&end_pending, 1) == 1) {
      ct_restore_now();
      ct_die_by(signal_number);
    }
  }
  unsigned char byte = (unsigned char)signal_number;
  ssize_t written = write(pipe_writer, &byte, 1);
  (void)written;
  errno = error;
}

static bool open_pipe(void) {
  int ends[2];
  if (pipe_reader >= 0) return true;
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return false;
  pipe_reader = ends[0];
  pipe_writer = ends[1];
  return true;
}

bool ct_signals_on(void) {
  if (!open_pipe()) return false;
  atomic_store(&end_pending, 0);
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (int index = 0; index < NOTED_COUNT; index++) {
    sigaction(noted[index], &action, &previous[index]);
    // Whoever started this program with nohup wants it to outlive the terminal.
    if (noted[index] == SIGHUP && previous[index].sa_handler == SIG_IGN) {
      sigaction(SIGHUP, &previous[index], NULL);
    }
  }
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  for (int index = 0; index < IGNORED_COUNT; index++) {
    sigaction(ignored[index], &ignore, &previous[NOTED_COUNT + index]);
  }
  installed = true;
  return true;
}

void ct_signals_off(void) {
  if (!installed) return;
  installed = false;
  for (int index = 0; index < NOTED_COUNT; index++) {
    sigaction(noted[index], &previous[index], NULL);
  }
  for (int index = 0; index < IGNORED_COUNT; index++) {
    sigaction(ignored[index], &previous[NOTED_COUNT + index], NULL);
  }
}

int ct_wake_descriptor(void) { return pipe_reader; }

int ct_next_signal(void) {
  unsigned char byte;
  if (pipe_reader < 0 || read(pipe_reader, &byte, 1) != 1) return CT_NONE;
  switch (byte) {
    case 0:
      // Before the caller looks at what woke it, so that nothing published later is missed.
      atomic_store(&wake_pending, false);
      return CT_WAKE;
    case SIGWINCH: return CT_SIZE_CHANGED;
    case SIGTSTP: return CT_STOP_ASKED;
    case SIGCONT: return CT_CONTINUED;
    default:
      atomic_store(&end_pending, 0);
      end_signal = byte;
      return CT_END_ASKED;
  }
}

int ct_end_signal(void) { return end_signal; }

void ct_wake(void) {
  if (pipe_writer < 0 || atomic_exchange(&wake_pending, true)) return;
  unsigned char byte = 0;
  if (write(pipe_writer, &byte, 1) != 1) atomic_store(&wake_pending, false);
}

static volatile sig_atomic_t interruption;

static void note_interruption(int signal_number) {
  if (interruption != 0) ct_die_by(signal_number);
  interruption = signal_number;
}

void ct_catch_interruptions(void) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; ++i) {
    struct sigaction action = {.sa_handler = note_interruption, .sa_flags = SA_RESTART};
    struct sigaction before;
    sigaction(signals[i], &action, &before);
    if (before.sa_handler == SIG_IGN) sigaction(signals[i], &before, NULL);
  }
}

int ct_interruption(void) { return interruption; }
