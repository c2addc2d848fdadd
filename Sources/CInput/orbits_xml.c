#include "orbits_xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { slot_count = 1024, padding = 8, most_attributes = 255 };

struct orbits_xml {
  XML_Parser parser;
  int fault;
  // The vocabulary: its texts, and an open-addressing table of places from 1 on.
  char *names;
  const char *name[256];
  uint8_t slots[slot_count];
  orbits_xml_item *items;
  size_t item_count, item_capacity;
  uint8_t *text;
  size_t text_count, text_capacity;
};

static void stop(orbits_xml *xml, int fault) {
  if (xml->fault == ORBITS_XML_FINE) xml->fault = fault;
  XML_StopParser(xml->parser, XML_FALSE);
}

// MARK: - Vocabulary

static unsigned slot_of(const char *name, size_t length) {
  unsigned hash = 2166136261u;
  for (size_t index = 0; index < length; index++) {
    hash = (hash ^ ((uint8_t)name[index] | 0x20)) * 16777619u;
  }
  return (hash ^ hash >> 15) % slot_count;
}

static void learn(orbits_xml *xml) {
  unsigned count = 0;
  char *rest = xml->names;
  while (*rest && count < 255) {
    size_t length = strcspn(rest, " ");
    if (length > 0) {
      unsigned slot = slot_of(rest, length);
      while (xml->slots[slot]) slot = (slot + 1) % slot_count;
      xml->slots[slot] = (uint8_t)++count;
      xml->name[count] = rest;
    }
    rest += length;
    if (*rest) *rest++ = 0;
  }
}

// A prefix does not count: documents choose their own. Nor does case, where writers differ.
static uint8_t look_up(const orbits_xml *xml, const char *name) {
  const char *colon = strchr(name, ':');
  if (colon) name = colon + 1;
  unsigned slot = slot_of(name, strlen(name));
  while (xml->slots[slot]) {
    if (strcasecmp(xml->name[xml->slots[slot]], name) == 0) return xml->slots[slot];
    slot = (slot + 1) % slot_count;
  }
  return 0;
}

// MARK: - Items

static orbits_xml_item *add_item(orbits_xml *xml, int kind, uint8_t name) {
  if (xml->fault) return NULL;
  if (xml->item_count == xml->item_capacity) {
    size_t capacity = xml->item_capacity ? xml->item_capacity * 2 : 4096;
    orbits_xml_item *items = realloc(xml->items, capacity * sizeof *items);
    if (!items) return stop(xml, ORBITS_XML_MEMORY), NULL;
    xml->items = items;
    xml->item_capacity = capacity;
  }
  orbits_xml_item *item = &xml->items[xml->item_count++];
  *item = (orbits_xml_item){.kind = (uint8_t)kind, .name = name};
  return item;
}

static void add_text(orbits_xml *xml, orbits_xml_item *item, const char *text, size_t length) {
  if (xml->text_count + length + padding > xml->text_capacity) {
    size_t capacity = (xml->text_count + length) * 2 + 65536;
    uint8_t *larger = realloc(xml->text, capacity);
    if (!larger) return stop(xml, ORBITS_XML_MEMORY);
    xml->text = larger;
    xml->text_capacity = capacity;
  }
  memcpy(xml->text + xml->text_count, text, length);
  item->place = (int64_t)xml->text_count;
  item->length = (uint32_t)length;
  xml->text_count += length;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
  orbits_xml *xml = data;
  orbits_xml_item *start = add_item(xml, ORBITS_XML_START, look_up(xml, name));
  if (!start) return;
  start->place = (int64_t)XML_GetCurrentByteIndex(xml->parser);
  size_t place = xml->item_count - 1;
  unsigned count = 0;
  for (; attributes[0] && count < most_attributes; attributes += 2) {
    uint8_t known = look_up(xml, attributes[0]);
    if (!known) continue;
    orbits_xml_item *item = add_item(xml, ORBITS_XML_ATTRIBUTE, known);
    if (!item) return;
    add_text(xml, item, attributes[1], strlen(attributes[1]));
    count++;
  }
  xml->items[place].attributes = (uint16_t)count;
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
  orbits_xml *xml = data;
  orbits_xml_item *item = add_item(xml, ORBITS_XML_END, look_up(xml, name));
  if (item) item->place = (int64_t)XML_GetCurrentByteIndex(xml->parser);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length) {
  orbits_xml *xml = data;
  orbits_xml_item *item = add_item(xml, ORBITS_XML_TEXT, 0);
  if (item) add_text(xml, item, text, (size_t)length);
}

// MARK: - What is refused

static void XMLCALL on_entity(
    void *data, const XML_Char *name, int is_parameter, const XML_Char *value, int length,
    const XML_Char *base, const XML_Char *system, const XML_Char *public,
    const XML_Char *notation) {
  (void)name, (void)is_parameter, (void)value, (void)length;
  (void)base, (void)system, (void)public, (void)notation;
  stop(data, ORBITS_XML_ENTITIES);
}

// A document type elsewhere is never fetched; entities it may declare would vanish without a word.
static void XMLCALL on_doctype(
    void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
    int has_internal) {
  (void)name, (void)has_internal;
  if (system || public) stop(data, ORBITS_XML_ENTITIES);
}

static void XMLCALL on_skipped(void *data, const XML_Char *name, int is_parameter) {
  (void)name, (void)is_parameter;
  stop(data, ORBITS_XML_ENTITIES);
}

// MARK: - Encodings

// 0x80 to 0x9F of Windows-1252; its five holes are the controls of ISO 8859-1, as everyone has it.
static const int windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static int XMLCALL on_encoding(void *data, const XML_Char *name, XML_Encoding *encoding) {
  (void)data;
  if (strcasecmp(name, "windows-1252") != 0 && strcasecmp(name, "cp1252") != 0) {
    return XML_STATUS_ERROR;
  }
  for (int byte = 0; byte < 256; byte++) encoding->map[byte] = byte;
  memcpy(&encoding->map[0x80], windows_1252, sizeof windows_1252);
  encoding->data = NULL;
  encoding->convert = NULL;
  encoding->release = NULL;
  return XML_STATUS_OK;
}

// MARK: - The interface

orbits_xml *orbits_xml_open(const char *names, const char *encoding, int wants_text) {
  orbits_xml *xml = calloc(1, sizeof *xml);
  if (!xml) return NULL;
  xml->names = strdup(names);
  xml->parser = XML_ParserCreate(encoding);
  if (!xml->names || !xml->parser) return orbits_xml_close(xml), NULL;
  learn(xml);
  XML_SetUserData(xml->parser, xml);
  XML_SetElementHandler(xml->parser, on_start, on_end);
  if (wants_text) XML_SetCharacterDataHandler(xml->parser, on_text);
  XML_SetEntityDeclHandler(xml->parser, on_entity);
  XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
  XML_SetSkippedEntityHandler(xml->parser, on_skipped);
  XML_SetUnknownEncodingHandler(xml->parser, on_encoding, NULL);
  return xml;
}

void orbits_xml_close(orbits_xml *xml) {
  if (!xml) return;
  if (xml->parser) XML_ParserFree(xml->parser);
  free(xml->names);
  free(xml->items);
  free(xml->text);
  free(xml);
}

static int fault_of(enum XML_Error error) {
  switch (error) {
  case XML_ERROR_NONE: return ORBITS_XML_FINE;
  case XML_ERROR_NO_ELEMENTS:
  case XML_ERROR_UNCLOSED_TOKEN:
  case XML_ERROR_PARTIAL_CHAR:
  case XML_ERROR_UNCLOSED_CDATA_SECTION: return ORBITS_XML_CUT;
  case XML_ERROR_TAG_MISMATCH: return ORBITS_XML_MISMATCH;
  case XML_ERROR_INVALID_TOKEN: return ORBITS_XML_INVALID;
  case XML_ERROR_UNKNOWN_ENCODING:
  case XML_ERROR_INCORRECT_ENCODING: return ORBITS_XML_ENCODING;
  case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
  case XML_ERROR_RECURSIVE_ENTITY_REF:
  case XML_ERROR_PARAM_ENTITY_REF: return ORBITS_XML_ENTITIES;
  case XML_ERROR_UNDEFINED_ENTITY: return ORBITS_XML_UNDEFINED;
  case XML_ERROR_NO_MEMORY: return ORBITS_XML_MEMORY;
  default: return ORBITS_XML_OTHER;
  }
}

int orbits_xml_parse(orbits_xml *xml, const uint8_t *bytes, size_t count, int is_last) {
  xml->item_count = 0;
  xml->text_count = 0;
  if (xml->fault) return xml->fault;
  if (count > 1 << 30) return xml->fault = ORBITS_XML_MEMORY;
  enum XML_Status status = XML_Parse(xml->parser, (const char *)bytes, (int)count, is_last);
  if (status == XML_STATUS_ERROR && !xml->fault) {
    xml->fault = fault_of(XML_GetErrorCode(xml->parser));
  }
  return xml->fault;
}

const orbits_xml_item *orbits_xml_items(const orbits_xml *xml, size_t *count) {
  *count = xml->item_count;
  return xml->items;
}

const uint8_t *orbits_xml_text(const orbits_xml *xml) { return xml->text; }

uint64_t orbits_xml_line(const orbits_xml *xml) { return XML_GetCurrentLineNumber(xml->parser); }

uint64_t orbits_xml_column(const orbits_xml *xml) {
  return XML_GetCurrentColumnNumber(xml->parser) + 1;
}

const char *orbits_xml_words(const orbits_xml *xml) {
  return XML_ErrorString(XML_GetErrorCode(xml->parser));
}
