/* version.c - the build id of the running program, from its ELF notes. */
#include "generator/build/version.h"

#include "common/system/program.h"

#include <elf.h>
#include <glib.h>
#include <link.h>
#include <string.h>

/* Notes are aligned to 4 bytes (gABI, "Note Section"). */
static size_t note_align(size_t size)
{
  return (size + 3) & ~(size_t)3;
}

static void notes_read(const char *at, const char *end, GString *out)
{
  while (at + sizeof(ElfW(Nhdr)) <= end) {
    ElfW(Nhdr) note;
    memcpy(&note, at, sizeof note);
    const char *name = at + sizeof note;
    const unsigned char *bytes = (const unsigned char *)name + note_align(note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(name, "GNU", 4) == 0)
      for (size_t i = 0; i < note.n_descsz; i++)
        g_string_append_printf(out, "%02x", bytes[i]);
    at = (const char *)bytes + note_align(note.n_descsz);
  }
}

/* The program itself is the first object. */
static int object_read(struct dl_phdr_info *info, size_t size, void *data)
{
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type == PT_NOTE) {
      const char *at = (const char *)info->dlpi_addr + header->p_vaddr;
      notes_read(at, at + header->p_memsz, data);
    }
  }
  return 1;
}

char *version_identity(void)
{
  GString *out = g_string_new(SENF_VERSION " ");
  dl_iterate_phdr(object_read, out);
  return g_string_free(out, FALSE);
}
