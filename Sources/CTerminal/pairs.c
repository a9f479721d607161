/// Colours. Curses draws with numbered pairs of them; here a pair is made when first needed.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <stdint.h>
#include <string.h>

#include "CTerminal.h"
#include "terminal.h"

#define PALETTE_SIZE 256

static bool in_color;
static bool has_default_colors;
static int pair_count;
/// Index 0 is the terminal's own colour; 0 is no pair yet.
static uint16_t pair_of[PALETTE_SIZE + 1][PALETTE_SIZE + 1];

void ct_start_colors(bool wanted) {
  memset(pair_of, 0, sizeof pair_of);
  pair_count = 0;
  // Every call may fail, as on a monochrome terminal, and then there is simply no colour.
  in_color = wanted && has_colors() && start_color() == OK;
  has_default_colors = in_color && use_default_colors() == OK;
}

int ct_colors(void) { return in_color ? COLORS : 0; }

int ct_pairs(void) { return in_color ? COLOR_PAIRS : 0; }

/// The palette number as this terminal counts colours, or -1 if it has none such.
static int terminal_color(int color) {
  static const uint8_t steps[] = {0, 95, 135, 175, 215, 255};
  static const int bright[] = {0x808080, 0xff0000, 0x00ff00, 0xffff00,
                               0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};
  if (color < COLORS && COLORS <= PALETTE_SIZE) return color;
  if (COLORS <= PALETTE_SIZE) return color < 16 && COLORS >= 8 ? color - 8 : -1;
  // Direct colour: beyond the first eight, the number itself is red, green and blue.
  if (color < 8) return color;
  if (color < 16) return bright[color - 8];
  if (color >= 232) return 0x010101 * (8 + 10 * (color - 232));
  color -= 16;
  return steps[color / 36] << 16 | steps[color / 6 % 6] << 8 | steps[color % 6];
}

int ct_pair(int foreground, int background) {
  if (!in_color || foreground >= PALETTE_SIZE || background >= PALETTE_SIZE) return 0;
  if (foreground < 0 && background < 0) return 0;
  int row = foreground < 0 ? 0 : foreground + 1;
  int column = background < 0 ? 0 : background + 1;
  uint16_t *pair = &pair_of[row][column];
  if (*pair != 0) return *pair;
  int limit = COLOR_PAIRS < UINT16_MAX ? COLOR_PAIRS : UINT16_MAX;
  if (pair_count + 1 >= limit) {
    // None left: the ground is what matters most in a picture. A pair in use is never
    // redefined, because curses would recolour what is on the screen.
    return pair_of[0][column];
  }
  int ink = foreground < 0 ? -1 : terminal_color(foreground);
  int ground = background < 0 ? -1 : terminal_color(background);
  if (!has_default_colors) {
    if (ink < 0) ink = COLOR_WHITE;
    if (ground < 0) ground = COLOR_BLACK;
  }
  if (init_extended_pair(pair_count + 1, ink, ground) != OK) return 0;
  pair_count++;
  *pair = (uint16_t)pair_count;
  return pair_count;
}
