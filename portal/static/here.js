// "Use my location": finds the borough on the reader's own device, with the outlines of this site. Sends nothing.
"use strict";

const button = document.querySelector("[data-here]");
const said = document.querySelector("[data-here-says]");

function inRing(x, y, ring) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [x1, y1] = ring[at];
    const [x2, y2] = ring[before];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

function holds(geometry, x, y) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.some(([outer, ...holes]) => inRing(x, y, outer) && !holes.some((hole) => inRing(x, y, hole)));
}

async function found(position) {
  const answer = await fetch(button.dataset.here);
  const outlines = await answer.json();
  const { longitude, latitude } = position.coords;
  const borough = outlines.features.find((each) => holds(each.geometry, longitude, latitude));
  if (borough) show(borough.properties);
  else said.textContent = "Your device says you are outside London.";
}

// Only a link: the site learns the borough if the reader follows it, and not before.
function show({ code, name }) {
  const { found: folder, ending = "" } = button.dataset;
  const link = document.createElement("a");
  link.href = `${folder}${code}${ending}`;
  link.textContent = name;
  said.replaceChildren("You are in ", link, ".");
}

function notFound() {
  said.textContent = "We could not get your location. Type the name of the borough instead.";
}

if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = "Looking ...";
    navigator.geolocation.getCurrentPosition((position) => found(position).catch(notFound), notFound);
  });
}
