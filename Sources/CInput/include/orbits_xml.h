// XML, by way of expat.
//
// A document is handed over in chunks; what the parser met in a chunk lies in one flat list that
// Swift walks, instead of a call back for each tag. Names are looked up here, in a vocabulary: what
// is not in it has no name.
#ifndef ORBITS_XML_H
#define ORBITS_XML_H

#include <stddef.h>
#include <stdint.h>

typedef struct orbits_xml orbits_xml;

enum orbits_xml_kind {
  ORBITS_XML_START,
  // Follows its START, as many as that says.
  ORBITS_XML_ATTRIBUTE,
  ORBITS_XML_END,
  ORBITS_XML_TEXT,
};

typedef struct {
  uint8_t kind;
  // The place in the vocabulary from 1 on, without regard to prefix and case; 0 for other names.
  uint8_t name;
  // Of START: how many ATTRIBUTE items follow.
  uint16_t attributes;
  // Of ATTRIBUTE and TEXT: its bytes.
  uint32_t length;
  // Of ATTRIBUTE and TEXT where their text begins; of START and END the offset in the document.
  int64_t place;
} orbits_xml_item;

enum orbits_xml_fault {
  ORBITS_XML_FINE,
  // The document ends before its root element does.
  ORBITS_XML_CUT,
  // A closing tag that closes nothing that is open.
  ORBITS_XML_MISMATCH,
  // A sign or byte that cannot stand where it stands.
  ORBITS_XML_INVALID,
  ORBITS_XML_ENCODING,
  // Declares entities, or leans on a document type elsewhere.
  ORBITS_XML_ENTITIES,
  // `&name;` without a meaning.
  ORBITS_XML_UNDEFINED,
  ORBITS_XML_MEMORY,
  ORBITS_XML_OTHER,
};

// `names` are separated by spaces, at most 255. `encoding`, unless NULL, is what the bytes are written
// in, whatever the document says. Text between tags is listed when asked for. NULL when there is no
// memory.
orbits_xml *orbits_xml_open(const char *names, const char *encoding, int wants_text);
void orbits_xml_close(orbits_xml *xml);

// Parses the next bytes, and `is_last` says that none follow. Returns a fault; the items before it
// are there. Items of the call before are gone.
int orbits_xml_parse(orbits_xml *xml, const uint8_t *bytes, size_t count, int is_last);

const orbits_xml_item *orbits_xml_items(const orbits_xml *xml, size_t *count);
// What ATTRIBUTE and TEXT items point into; eight bytes behind each text may be read.
const uint8_t *orbits_xml_text(const orbits_xml *xml);

// Where the fault is, both from 1 on, and the parser's own words for it.
uint64_t orbits_xml_line(const orbits_xml *xml);
uint64_t orbits_xml_column(const orbits_xml *xml);
const char *orbits_xml_words(const orbits_xml *xml);

#endif
