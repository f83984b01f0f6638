// A page that is printed as it stands.
"use strict";
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
