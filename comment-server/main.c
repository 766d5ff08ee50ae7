/* main.c - the command table of senf-comments. */
#include "comment-server/commands.h"

static const ProgramCommand commands[] = {
    {"serve", command_serve, "take comments and serve the site"},
    {"moderator", command_moderator, "add, list and remove moderators, set passwords"},
    {"import", command_import, "comments from a file of JSON lines"},
    {"export", command_export, "all comments as JSON lines"},
    {"backup", command_backup, "a copy of the database, also while the server runs"},
    {"markup", command_markup, "a reader's Markdown to safe HTML"},
    {0},
};

int main(int argc, char **argv)
{
  return program_run(&(Program){"senf-comments", commands}, argc, argv);
}
