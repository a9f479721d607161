/// Colours. Curses draws with numbered pairs of them; here a pair is made when first needed, and
/// when all are taken, those that the screen does not show are made anew.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

#include "CTerminal.h"
#include "terminal.h"

#define PALETTE_SIZE 256
/// More than a screen shows at a time; the last is never reached, so that a search always ends.
#define PAIR_LIMIT 4096
#define TABLE_SIZE (2 * PAIR_LIMIT)

static bool in_color;
static bool has_default_colors;
/// Of red, green and blue in a colour's number; all 0 where colours are numbers of a palette.
static int bits[3];
/// Below this, numbers are of the palette even on terminals with direct colour.
static int palette_overlay;

static struct {
  int foreground;
  int background;
  bool is_shown;
} pairs[PAIR_LIMIT];
/// One more than the highest pair that was made.
static int pair_count;
/// The pairs that can be made anew, last ones first.
static uint16_t unused[PAIR_LIMIT];
static int unused_count;
/// Where to find a pair: open addressing, 0 is free.
static uint16_t table[TABLE_SIZE];
/// Another look for unused pairs would find few more.
static bool has_swept;
static bool lacks_pairs;

/// A number of the description that curses has no name for, or 0.
static int extended_number(const char *name) {
  int number = tigetnum(name);
  return number > 0 ? number : 0;
}

/// How red, green and blue are packed: the capability RGB is a flag, a number or a text.
static void read_direct_colors(void) {
  memset(bits, 0, sizeof bits);
  palette_overlay = 0;
  int all = 0;
  while (all < 30 && (1 << all) < COLORS) all++;
  int each = extended_number("RGB");
  const char *text = tigetstr("RGB");
  if (tigetflag("RGB") > 0 || (COLORS >= 1 << 24 && each == 0)) {
    bits[0] = bits[1] = (all + 2) / 3;
    bits[2] = all - bits[0] - bits[1];
  } else if (each > 0) {
    bits[0] = bits[1] = bits[2] = each;
  } else if (text != NULL && text != (char *)-1) {
    if (sscanf(text, "%d/%d/%d", &bits[0], &bits[1], &bits[2]) != 3) memset(bits, 0, sizeof bits);
  }
  for (int index = 0; index < 3; index++) {
    // What cannot be is no direct colour.
    if (bits[index] < 1 || bits[index] > 8) memset(bits, 0, sizeof bits);
  }
  if (bits[0] == 0) return;
  palette_overlay = extended_number("CO");
  if (palette_overlay == 0) palette_overlay = 8;
}

void ct_start_colors(bool wanted) {
  memset(table, 0, sizeof table);
  pair_count = 1;
  unused_count = 0;
  has_swept = lacks_pairs = false;
  // Every call may fail, as on a monochrome terminal, and then there is simply no colour.
  in_color = wanted && has_colors() && start_color() == OK;
  has_default_colors = in_color && use_default_colors() == OK;
  if (in_color) read_direct_colors();
}

int ct_colors(void) {
  if (!in_color) return 0;
  if (bits[0] > 0) return CT_DIRECT_COLORS;
  return COLORS < PALETTE_SIZE ? COLORS : PALETTE_SIZE;
}

static int pair_limit(void) { return COLOR_PAIRS < PAIR_LIMIT ? COLOR_PAIRS : PAIR_LIMIT; }

int ct_pairs(void) { return in_color ? pair_limit() : 0; }

/// The red, green and blue that xterm shows for a number of the palette.
static int palette_rgb(int color) {
  static const uint8_t steps[] = {0, 95, 135, 175, 215, 255};
  static const int named[] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
                              0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
                              0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};
  if (color < 16) return named[color];
  if (color >= 232) return 0x010101 * (8 + 10 * (color - 232));
  color -= 16;
  return steps[color / 36] << 16 | steps[color / 6 % 6] << 8 | steps[color % 6];
}

/// A colour as this terminal counts them, or -1 if it has none such.
static int terminal_color(int color) {
  if (color < 0) return -1;
  bool is_rgb = (color & CT_RGB) != 0;
  if (bits[0] == 0) {
    if (is_rgb || color >= PALETTE_SIZE) return -1;
    if (color < COLORS) return color;
    return color < 16 && COLORS >= 8 ? color - 8 : -1;
  }
  if (!is_rgb && color < palette_overlay) return color;
  if (!is_rgb && color >= PALETTE_SIZE) return -1;
  int rgb = is_rgb ? color & 0xffffff : palette_rgb(color);
  int red = (rgb >> 16) >> (8 - bits[0]);
  int green = (rgb >> 8 & 0xff) >> (8 - bits[1]);
  int blue = (rgb & 0xff) >> (8 - bits[2]);
  int number = (red << bits[1] | green) << bits[2] | blue;
  // Small numbers are of the palette: the least green makes a large one that looks the same.
  return number < palette_overlay ? number | 1 << bits[2] : number;
}

static unsigned slot_of(int foreground, int background) {
  uint64_t key = (uint64_t)(uint32_t)foreground << 32 | (uint32_t)background;
  unsigned slot = (unsigned)(key * 0x9e3779b97f4a7c15u >> 40) % TABLE_SIZE;
  while (table[slot] != 0) {
    int pair = table[slot];
    if (pairs[pair].foreground == foreground && pairs[pair].background == background) break;
    slot = (slot + 1) % TABLE_SIZE;
  }
  return slot;
}

/// Frees the pairs that no cell of the picture shows. Those are safe to be made anew: curses
/// recolours what is on the screen, and there is nothing of them.
static void sweep(void) {
  has_swept = true;
  for (int pair = 1; pair < pair_count; pair++) pairs[pair].is_shown = false;
  for (int y = 0; y < ct_height(); y++) {
    for (int x = 0; x < ct_width(); x++) {
      int pair = ct_pair_at(x, y);
      if (pair > 0 && pair < pair_count) pairs[pair].is_shown = true;
    }
  }
  memset(table, 0, sizeof table);
  unused_count = 0;
  for (int pair = pair_count - 1; pair >= 1; pair--) {
    if (pairs[pair].is_shown) {
      table[slot_of(pairs[pair].foreground, pairs[pair].background)] = (uint16_t)pair;
    } else {
      unused[unused_count++] = (uint16_t)pair;
    }
  }
}

bool ct_lacks_pairs(void) {
  bool result = lacks_pairs;
  lacks_pairs = has_swept = false;
  return result;
}

/// A pair to be made, or 0 if all are on the screen.
static int take_pair(void) {
  if (pair_count < pair_limit()) return pair_count++;
  if (unused_count == 0 && !has_swept) sweep();
  return unused_count > 0 ? unused[--unused_count] : 0;
}

int ct_pair(int foreground, int background) {
  if (!in_color) return 0;
  int ink = terminal_color(foreground);
  int ground = terminal_color(background);
  if (ink < 0 && ground < 0) return 0;
  unsigned slot = slot_of(ink, ground);
  if (table[slot] != 0) return table[slot];
  int pair = take_pair();
  if (pair == 0) {
    // None left: the ground is what matters most in a picture.
    lacks_pairs = true;
    return table[slot_of(-1, ground)];
  }
  // The sweep may have moved what stands in the table.
  slot = slot_of(ink, ground);
  int first = ink, second = ground;
  if (!has_default_colors) {
    if (first < 0) first = COLOR_WHITE;
    if (second < 0) second = COLOR_BLACK;
  }
  if (init_extended_pair(pair, first, second) != OK) {
    unused[unused_count++] = (uint16_t)pair;
    return 0;
  }
  pairs[pair].foreground = ink;
  pairs[pair].background = ground;
  table[slot] = (uint16_t)pair;
  return pair;
}
