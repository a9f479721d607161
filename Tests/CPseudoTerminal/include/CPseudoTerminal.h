/// What a test needs of a pseudo-terminal and Swift can't do: starting a process whose
/// controlling terminal it is.

#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// The descriptor of a new pseudo-terminal's master side, or -1.
int pt_open(int width, int height);
/// The descriptor of its slave side, or -1. While one is open, the master can be read. To write
/// there does not wait.
int pt_open_slave(int master);
void pt_close(int descriptor);
/// Starts a program in a session of its own, with the pseudo-terminal as its three standard
/// files. Of the words, the first is the program's path; words and environment are texts that
/// each end with a zero byte, and one more ends the list.
pid_t pt_start(int master, const char *words, const char *environment);
/// Sets the size; the kernel tells the foreground process.
void pt_resize(int master, int width, int height);
/// Reads at most `count` bytes, waiting for the first; 0 after the time, -1 if there is no more.
ssize_t pt_read(int master, void *bytes, size_t count, int milliseconds);
/// Writes as many bytes as there is room for, and returns how many; -1 if nobody takes any more.
ssize_t pt_write(int descriptor, const void *bytes, size_t count);
/// A part of the terminal's modes: 0–3 the flags, then the special characters; -1 at the end.
int64_t pt_mode(int descriptor, int index);
void pt_signal(pid_t process, int signal);
/// What became of a process: 0 it runs, 1 it exited, 2 it died of a signal, 3 it is stopped, and
/// 4 it was continued. Status or signal come times 256 on top.
int pt_poll(pid_t process);

#endif
