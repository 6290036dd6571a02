// Old links named a part of one long page (#outcome): each leads on to the page that has it now.
(function () {
  "use strict";
  var at = location.hash && document.querySelector(".tiles") && document.getElementById(location.hash.slice(1));
  if (at && at.matches("a, .tile, .more li, .chart-card, .map-card")) {
    var page = at.matches("a") ? at : at.querySelector("a");
    if (page) { location.replace(page.href); }
  }
})();
