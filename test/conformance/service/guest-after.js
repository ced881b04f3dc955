import "./logging/setup.js";
import "./guest.js";
