// Loaded into the language server before itself: whoever tries to open a connection ends it.
"use strict";
const net = require("node:net");
net.Socket.prototype.connect = () => process.exit(97);
