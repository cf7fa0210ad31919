// Dropping files and folders onto the import page. Without this script the form's own fields do the same.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const zone = form.querySelector(".dropzone");
  const said = form.querySelector("[data-chosen]");
  const bar = form.querySelector("progress");
  let dropped = [];
  form.querySelector("[data-drop-words]").hidden = false;

  // A folder's entries are told a hundred at a time, until none comes.
  const entriesIn = (reader) =>
    new Promise((done, failed) => reader.readEntries(done, failed)).then(async (some) =>
      some.length ? [...some, ...(await entriesIn(reader))] : []);
  async function filesOf(entry, path = "") {
    if (entry.isFile) return [{ path: path + entry.name, file: await new Promise((done, failed) => entry.file(done, failed)) }];
    const within = await entriesIn(entry.createReader());
    return (await Promise.all(within.map((one) => filesOf(one, `${path}${entry.name}/`)))).flat();
  }

  const chosen = () => [
    ...dropped,
    ...[...form.querySelectorAll("input[type=file]")].flatMap((field) =>
      [...field.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }))),
  ];
  const tell = () => {
    const files = chosen();
    said.textContent = files.length ? files.slice(0, 5).map((one) => one.path).join(", ") + (files.length > 5 ? ` … (${files.length})` : "") : "";
  };

  for (const kind of ["dragenter", "dragover"])
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    dropped = [...dropped, ...(await Promise.all(entries.map((entry) => filesOf(entry)))).flat()];
    tell();
  });
  form.addEventListener("change", tell);

  form.addEventListener("submit", (event) => {
    const files = chosen();
    if (!files.length) return; // the server says that none came
    event.preventDefault();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    // When a file was last changed tells when it was downloaded, and its folder what it belongs to: a form sends neither.
    body.set("told", JSON.stringify(files.map(({ path, file }) => [path, file.lastModified])));
    for (const { file } of files) body.append("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.addEventListener("progress", (sent) => {
      bar.hidden = false;
      if (sent.lengthComputable) bar.value = Math.round((100 * sent.loaded) / sent.total);
    });
    const button = form.querySelector("button");
    const failed = () => { said.textContent = form.dataset.failed; button.disabled = false; bar.hidden = true; };
    request.addEventListener("load", () => {
      if (request.status < 400) location.assign(request.responseURL);
      else if (request.status === 400 && request.responseXML === null && request.responseText.includes("<main")) {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const note = page.querySelector(".note.error");
        failed();
        if (note) said.textContent = note.textContent.trim();
      } else failed();
    });
    request.addEventListener("error", failed);
    button.disabled = true;
    request.send(body);
  });
});
