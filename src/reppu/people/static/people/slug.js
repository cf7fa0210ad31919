// The short name follows the name while it is typed, until somebody types one of their own. The server makes it anyway.
"use strict";
for (const slug of document.querySelectorAll("[data-slug-of]")) {
  const name = document.getElementById(slug.dataset.slugOf);
  let own = slug.value !== "";
  slug.addEventListener("input", () => { own = slug.value !== ""; });
  name.addEventListener("input", () => {
    if (own) return;
    const plain = name.value.toLowerCase().normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
    slug.value = plain.replace(/[^a-z0-9]+/g, "-").slice(0, 63).replace(/^-+|-+$/g, "");
  });
}
