// What Swift may see of libedit.
//
// Swift cannot call C's variadic functions (el_wset, el_wget) and Swift 6 refuses C's global
// stdin, stdout and stderr, so each use has a typed wrapper here. Only EditLineReader.swift
// imports this module.
#ifndef ORBITS_CEDITLINE_SHIM_H
#define ORBITS_CEDITLINE_SHIM_H

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

/// An editor on the process's own terminal.
static inline EditLine *orbits_el_init(const char *program) {
  return el_init(program, stdin, stdout, stderr);
}

/// The prompt; `marker` stands before and after every escape sequence in it.
static inline int orbits_el_set_prompt(
    EditLine *editor, wchar_t *(*prompt)(EditLine *), wchar_t marker) {
  return el_wset(editor, EL_PROMPT_ESC, prompt, (int)marker);
}

// libedit may keep these pointers.
#define ORBITS_KEY_FUNCTION L"orbits-key"
#define ORBITS_KEY_HELP L"What this key does in orbits"

/// Makes `function` known, so that keys can be bound to it.
static inline int orbits_el_add_key_function(
    EditLine *editor, unsigned char (*function)(EditLine *, wint_t)) {
  return el_wset(editor, EL_ADDFN, ORBITS_KEY_FUNCTION, ORBITS_KEY_HELP, function);
}

/// Binds `key` to that function in the ordinary map (emacs, or vi's insert mode).
static inline int orbits_el_bind(EditLine *editor, const wchar_t *key) {
  return el_wset(editor, EL_BIND, key, ORBITS_KEY_FUNCTION, NULL);
}

/// Binds `key` to that function in the alternate map (vi's command mode).
static inline int orbits_el_bind_alternate(EditLine *editor, const wchar_t *key) {
  return el_wset(editor, EL_BIND, L"-a", key, ORBITS_KEY_FUNCTION, NULL);
}

/// Takes away what would tear a key in two: quoting of the next character, and waiting for a
/// sequence after Escape in vi's command mode. The reader has already read whole sequences.
static inline void orbits_el_unbind_lead_ins(EditLine *editor) {
  el_wset(editor, EL_BIND, L"^V", L"ed-unassigned", NULL);
  el_wset(editor, EL_BIND, L"-a", L"\\e", L"ed-ignore", NULL);
}

/// Emacs keys; libedit's own choice is vi's.
static inline int orbits_el_use_emacs_keys(EditLine *editor) {
  return el_wset(editor, EL_EDITOR, L"emacs");
}

/// The function that reads one character whenever the editor wants one.
static inline int orbits_el_set_reader(
    EditLine *editor, int (*reader)(EditLine *, wchar_t *)) {
  return el_wset(editor, EL_GETCFN, reader);
}

static inline int orbits_el_set_client_data(EditLine *editor, void *data) {
  return el_wset(editor, EL_CLIENTDATA, data);
}

static inline void *orbits_el_client_data(EditLine *editor) {
  void *data = NULL;
  return el_wget(editor, EL_CLIENTDATA, &data) == 0 ? data : NULL;
}

/// While editing, Ctrl-C, Ctrl-Z and Ctrl-\ are keys and no signals, and Ctrl-S stops nothing.
static inline int orbits_el_keys_not_signals(EditLine *editor) {
  return el_wset(editor, EL_SETTY, L"-d", L"-isig", L"-ixon", NULL);
}

/// Draws prompt and text anew from where the cursor stands, taking the screen there for empty.
static inline int orbits_el_draw_afresh(EditLine *editor) {
  return el_wset(editor, EL_REFRESH);
}

/// The terminal's mode: 1 for editing, 0 for what it was before.
static inline int orbits_el_set_editing_mode(EditLine *editor, int editing) {
  return el_wset(editor, EL_PREP_TERM, editing);
}

/// Whether the user's ~/.editrc chose vi keys.
static inline int orbits_el_has_vi_keys(EditLine *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor, EL_EDITOR, &name) == 0 && name != NULL && wcscmp(name, L"vi") == 0;
}

// <wchar.h> declares it only when asked to.
extern int wcwidth(wchar_t character);

/// The cells libedit gives a character on the screen.
static inline int orbits_character_width(wchar_t character) {
  int width = wcwidth(character);
  return width < 0 ? 0 : width;
}

/// Writes through the stream the editor itself writes to, so that the order holds.
static inline void orbits_el_write(const char *bytes, size_t count) {
  fwrite(bytes, 1, count, stdout);
  fflush(stdout);
}

#endif
