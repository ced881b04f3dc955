import "./guest.js";
import "./logging/setup.js";
