// The one script of every page. Each module finds its own elements and makes better what already works without it.
import { confirms } from "./confirm.js";
import { copies } from "./copy.js";
import { filters } from "./filter.js";
import { forms } from "./form.js";
import { menus } from "./nav.js";
import { suggests } from "./suggest.js";
import { undos } from "./undo.js";

for (const start of [menus, forms, undos, filters, copies, confirms, suggests]) start(document);
