/* walk.h - the children of a node, in Jinja's order (internal). */
#ifndef SENF_COMMON_TEMPLATE_RUN_WALK_H
#define SENF_COMMON_TEMPLATE_RUN_WALK_H

#include "common/template/parse/node.h"

/* Called for each child; false stops the walk. */
typedef bool (*NodeVisit)(void *data, Node *child);

/* False when a visit stopped it. */
bool node_children(const Node *node, NodeVisit visit, void *data);
bool nodes_each(const Nodes *nodes, NodeVisit visit, void *data);

/* Is the name read in these nodes before it is assigned there? Blocks are not
 * looked into. This is how `loop`, `caller`, `self` and `super` are found. */
bool nodes_mention(const Nodes *nodes, const char *name);
/* Is there a node of this kind below? */
bool nodes_hold(const Nodes *nodes, NodeKind kind);

#endif
