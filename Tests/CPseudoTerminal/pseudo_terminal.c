#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "CPseudoTerminal.h"

int pt_open(int width, int height) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return -1;
  if (grantpt(master) != 0 || unlockpt(master) != 0) {
    close(master);
    return -1;
  }
  // A program that is busy writing reads nothing, and then neither side may wait for the other.
  fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK);
  pt_resize(master, width, height);
  return master;
}

static int open_slave(int master, int flags) {
  char name[64];
  if (ptsname_r(master, name, sizeof name) != 0) return -1;
  return open(name, O_RDWR | O_NOCTTY | O_CLOEXEC | flags);
}

int pt_open_slave(int master) { return open_slave(master, O_NONBLOCK); }

void pt_close(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}

static void become(int slave, char *const words[], char *const environment[]) {
  setsid();
  ioctl(slave, TIOCSCTTY, 0);
  for (int descriptor = 0; descriptor <= 2; descriptor++) dup2(slave, descriptor);
  // Other tests have pipes and files open, whose ends nobody may keep from them.
  syscall(SYS_close_range, 3U, ~0U, 0U);
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(words[0], words, environment);
  _exit(127);
}

/// The texts of a list as an array that ends with NULL.
static char **split(const char *list) {
  size_t count = 0;
  for (const char *text = list; *text != 0; text += strlen(text) + 1) count++;
  char **texts = calloc(count + 1, sizeof *texts);
  if (texts == NULL) return NULL;
  for (size_t index = 0; index < count; index++) {
    texts[index] = (char *)list;
    list += strlen(list) + 1;
  }
  return texts;
}

pid_t pt_start(int master, const char *words, const char *environment) {
  int slave = open_slave(master, 0);
  char **word_list = split(words);
  char **environment_list = split(environment);
  pid_t process = -1;
  if (slave >= 0 && word_list != NULL && environment_list != NULL) {
    // A signal between fork and exec would run a handler of the parent.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    process = fork();
    if (process == 0) become(slave, word_list, environment_list);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  free(word_list);
  free(environment_list);
  pt_close(slave);
  return process;
}

void pt_resize(int master, int width, int height) {
  struct winsize size = {.ws_col = (unsigned short)width, .ws_row = (unsigned short)height};
  ioctl(master, TIOCSWINSZ, &size);
}

ssize_t pt_read(int master, void *bytes, size_t count, int milliseconds) {
  struct pollfd source = {.fd = master, .events = POLLIN};
  int ready = poll(&source, 1, milliseconds);
  if (ready == 0 || (ready < 0 && errno == EINTR)) return 0;
  if (ready < 0) return -1;
  ssize_t result = read(master, bytes, count);
  if (result < 0 && errno == EAGAIN) return 0;
  return result > 0 ? result : -1;
}

ssize_t pt_write(int descriptor, const void *bytes, size_t count) {
  ssize_t result = write(descriptor, bytes, count);
  return result < 0 && errno == EAGAIN ? 0 : result;
}

int64_t pt_mode(int descriptor, int index) {
  struct termios modes;
  if (tcgetattr(descriptor, &modes) != 0) return -1;
  switch (index) {
    case 0: return modes.c_iflag;
    case 1: return modes.c_oflag;
    case 2: return modes.c_cflag;
    case 3: return modes.c_lflag;
    default: return index - 4 < NCCS ? modes.c_cc[index - 4] : -1;
  }
}

void pt_signal(pid_t process, int signal_number) { kill(process, signal_number); }

int pt_poll(pid_t process) {
  int status;
  pid_t result = waitpid(process, &status, WNOHANG | WUNTRACED | WCONTINUED);
  if (result != process) return 0;
  if (WIFEXITED(status)) return 1 | WEXITSTATUS(status) << 8;
  if (WIFSIGNALED(status)) return 2 | WTERMSIG(status) << 8;
  if (WIFSTOPPED(status)) return 3 | WSTOPSIG(status) << 8;
  return 4;
}
