// Standard output of programs without a screen.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

#include "CTerminal.h"

void ct_fill_descriptors(void) {
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    // open takes the lowest number that is free, which is this one.
    if (fcntl(descriptor, F_GETFD) == -1) (void)!open("/dev/null", O_RDWR);
  }
}

void ct_ignore_size_signal(void) { signal(SIGXFSZ, SIG_IGN); }

int ct_flush_output(void) {
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  return errno != 0 ? errno : EIO;
}
