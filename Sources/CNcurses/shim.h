// What Swift cannot import from <curses.h> and <term.h>, and nothing else.
//
// Swift leaves out mutable globals (stdscr, COLORS, stdin …), macros that are not plain numbers
// (A_BOLD, getmaxyx …), variadic functions (tparm) and the feature-test dependent wcwidth.
// Each gets a static inline function or a static const here. Nothing in this header is mutable:
// a mutable static would exist once a translation unit and would not link from Swift.
//
// A window travels as `void *`: some platforms declare WINDOW opaque and others do not, and Swift
// spells the two differently.

#ifndef HEADLIGHT_CNCURSES_SHIM_H
#define HEADLIGHT_CNCURSES_SHIM_H

// Debian's header asks for the first name, the macOS header for the second.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif

#if !__has_include(<curses.h>)
#error "<curses.h> is missing: install libncursesw5-dev (Debian, Ubuntu) or ncurses-devel (Fedora)"
#endif

#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <term.h>
#include <wchar.h>

#if !NCURSES_WIDECHAR || !defined(CCHARW_MAX)
#error "this <curses.h> has no wide characters: install libncursesw5-dev"
#endif

// Declared by <wchar.h> only under _XOPEN_SOURCE, which the importer does not set.
extern int wcwidth(wchar_t);

// More than 32,767 colour pairs and 24-bit colour numbers.
#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS
#define HEADLIGHT_EXTENDED_COLORS 1
#else
#define HEADLIGHT_EXTENDED_COLORS 0
#endif

// MARK: Screen

static const attr_t nc_bold = A_BOLD, nc_dim = A_DIM, nc_reverse = A_REVERSE,
                    nc_underline = A_UNDERLINE;

/// Starts curses on standard input and output; 0 where it cannot.
static inline int nc_start(const char *type) { return newterm(type, stdout, stdin) != NULL; }

static inline int nc_columns(void) { return COLS; }
static inline int nc_rows(void) { return LINES; }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

/// Makes the next update repaint everything.
static inline void nc_repaint(void) { clearok(curscr, TRUE); }
static inline void nc_erase(void) { werase(stdscr); }
static inline void nc_stage(void) { wnoutrefresh(stdscr); }

/// Puts `count` cells at the start of a row.
static inline void nc_put_row(int row, const cchar_t *cells, int count) {
  if (wmove(stdscr, row, 0) == OK) wadd_wchnstr(stdscr, cells, count);
}

/// Where the cursor rests after an update; a negative row leaves it wherever drawing ended.
static inline void nc_rest_cursor(int row, int column) {
  leaveok(stdscr, row < 0);
  wmove(stdscr, row < 0 ? 0 : row, row < 0 ? 0 : column);
}

/// A cell from a zero-terminated base character with combining marks; ERR for what has no width.
static inline int nc_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
#if HEADLIGHT_EXTENDED_COLORS
  return setcchar(cell, text, attributes, (short)(pair > 32767 ? 32767 : pair), &pair);
#else
  return setcchar(cell, text, attributes, (short)pair, NULL);
#endif
}

/// A cell from one character.
static inline int nc_plain_cell(cchar_t *cell, wchar_t character, attr_t attributes, int pair) {
  wchar_t text[2] = {character, 0};
  return nc_cell(cell, text, attributes, pair);
}

/// The cells that a character takes; -1 for what cannot be shown.
static inline int nc_width(wchar_t character) { return wcwidth(character); }

// MARK: Colour

static inline int nc_define_pair(int pair, int foreground, int background) {
#if HEADLIGHT_EXTENDED_COLORS
  return init_extended_pair(pair, foreground, background);
#else
  return init_pair((short)pair, (short)foreground, (short)background);
#endif
}

/// Forgets all pairs at once; redefining them one by one searches the whole screen for each.
static inline void nc_forget_pairs(void) {
#if HEADLIGHT_EXTENDED_COLORS
  reset_color_pairs();
#endif
}

static inline int nc_has_extended_colors(void) { return HEADLIGHT_EXTENDED_COLORS; }

// MARK: Keys

/// Makes the terminal send its keys as the entry says. Curses itself reads none of them.
static inline void nc_send_keypad_codes(void) { keypad(stdscr, TRUE); }

// MARK: Terminfo

static inline const char *nc_flag_name(int index) { return boolnames[index]; }
static inline const char *nc_number_name(int index) { return numnames[index]; }
static inline const char *nc_string_name(int index) { return strnames[index]; }

static inline int nc_flag(const char *name) { return tigetflag((char *)name) > 0; }
static inline int nc_number(const char *name) { return tigetnum((char *)name); }

/// A string capability; NULL when it is absent or not a string.
static inline const char *nc_string(const char *name) {
  char *value = tigetstr((char *)name);
  return value == (char *)-1 ? NULL : value;
}

/// The string that moves the cursor; NULL when the terminal has none.
static inline const char *nc_move_string(int row, int column) {
  const char *cup = nc_string("cup");
  return cup == NULL ? NULL : tparm((char *)cup, (long)row, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

/// Loads a terminfo entry: 1 found, 0 unknown, -1 no database.
static inline int nc_load_entry(const char *type) {
  int status = -1;
  if (setupterm((char *)type, 1, &status) == OK) return 1;
  return status > 0 ? 0 : status;
}

/// Frees the entry loaded last.
static inline void nc_unload_entry(void) {
  if (cur_term != NULL) del_curterm(cur_term);
}

#endif
