/// Giving the terminal back when nobody asked for it: crashes, and exit from anywhere.
///
/// Whatever happens here may happen inside a signal handler, so it is system calls only.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "CTerminal.h"
#include "terminal.h"

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};

enum {
  CRASH_COUNT = sizeof crashes / sizeof *crashes,
  /// How much of the captured standard error is shown afterwards.
  KEPT_ERRORS = 64 * 1024,
};

static struct termios modes_before;
static bool has_modes;
static char emergency[512];
static size_t emergency_length;
static struct sigaction previous[CRASH_COUNT];
static atomic_bool armed;
/// A forked child that exits must leave its parent's screen alone.
static pid_t owner;
static char crash_stack[64 * 1024];
static int captured_errors = -1;
static int real_errors = -1;

void ct_remember_modes(void) {
  has_modes = tcgetattr(ct_descriptors.input, &modes_before) == 0;
  emergency_length = 0;
}

void ct_restore_modes(void) {
  if (has_modes) tcsetattr(ct_descriptors.input, TCSADRAIN, &modes_before);
}

void ct_restore_with(const char *bytes) {
  size_t length = strlen(bytes);
  if (emergency_length + length > sizeof emergency) return;
  memcpy(emergency + emergency_length, bytes, length);
  emergency_length += length;
}

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

void ct_restore_now(void) {
  if (getpid() != owner || !atomic_exchange(&armed, false)) return;
  // Whoever is drawing in another thread must not undo this.
  int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nothing >= 0) dup2(nothing, ct_descriptors.curses_output);
  // A terminal that takes no bytes any more would keep the process for ever; one that is only slow
  // gets its time.
  struct pollfd ready = {.fd = ct_descriptors.output, .events = POLLOUT};
  if (poll(&ready, 1, 3000) == 1 && (ready.revents & POLLOUT)) {
    write_all(ct_descriptors.output, emergency, emergency_length);
  }
  if (has_modes) tcsetattr(ct_descriptors.input, TCSANOW, &modes_before);
  ct_release_errors();
}

_Noreturn void ct_die_by(int signal_number) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(signal_number, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  raise(signal_number);
  _exit(128 + signal_number);
}

static void crashed(int signal_number, siginfo_t *information, void *context) {
  int error = errno;
  ct_restore_now();
  int index = 0;
  while (index < CRASH_COUNT - 1 && crashes[index] != signal_number) index++;
  const struct sigaction *reporter = &previous[index];
  sigaction(signal_number, reporter, NULL);
  // A fault happens again on return, and then the runtime reports it.
  if (information->si_code > 0 && signal_number != SIGTRAP) {
    errno = error;
    return;
  }
  // A signal that was sent, or a breakpoint, does not: whoever reports it would come back, and the
  // program live on without a screen.
  if (reporter->sa_flags & SA_SIGINFO) {
    reporter->sa_sigaction(signal_number, information, context);
  } else if (reporter->sa_handler != SIG_DFL && reporter->sa_handler != SIG_IGN) {
    reporter->sa_handler(signal_number);
  }
  ct_die_by(signal_number);
}

/// A stack for the handler, so that an overflow of the ordinary one is survived.
static void provide_crash_stack(void) {
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
  sigaltstack(&stack, NULL);
}

void ct_arm(void) {
  owner = getpid();
  if (atomic_exchange(&armed, true)) return;
  provide_crash_stack();
  struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < CRASH_COUNT; index++) {
    sigaction(crashes[index], &action, &previous[index]);
  }
}

void ct_disarm(void) {
  if (!atomic_exchange(&armed, false)) return;
  for (int index = 0; index < CRASH_COUNT; index++) {
    sigaction(crashes[index], &previous[index], NULL);
  }
}

static int open_scratch(void) {
#ifdef __linux__
  return memfd_create("standard-error", MFD_CLOEXEC);
#else
  char path[] = "/tmp/standard-error-XXXXXX";
  int descriptor = mkstemp(path);
  if (descriptor >= 0) unlink(path);
  return descriptor;
#endif
}

void ct_capture_errors(void) {
  // Redirected to a file, it can't disturb the picture.
  if (captured_errors >= 0 || !isatty(STDERR_FILENO) || !has_modes) return;
  int scratch = open_scratch();
  int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (scratch < 0 || copy < 0 || dup2(scratch, STDERR_FILENO) < 0) {
    if (scratch >= 0) close(scratch);
    if (copy >= 0) close(copy);
    return;
  }
  captured_errors = scratch;
  real_errors = copy;
}

void ct_release_errors(void) {
  if (captured_errors < 0) return;
  int scratch = captured_errors;
  captured_errors = -1;
  dup2(real_errors, STDERR_FILENO);
  close(real_errors);
  off_t end = lseek(scratch, 0, SEEK_END);
  off_t position = end > KEPT_ERRORS ? end - KEPT_ERRORS : 0;
  char buffer[1024];
  ssize_t count;
  while ((count = pread(scratch, buffer, sizeof buffer, position)) > 0) {
    write_all(STDERR_FILENO, buffer, (size_t)count);
    position += count;
  }
  close(scratch);
}

/// The safety net for exit without ct_stop.
__attribute__((destructor)) static void restore_at_exit(void) { ct_restore_now(); }
