"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const line = document.getElementById("filtered");
  const search = form.elements.search;
  const selects = [...form.querySelectorAll("select")];
  const items = [...document.querySelectorAll("[data-status]")]; // actions, and answers without any
  const total = document.querySelectorAll("article").length;
  const groups = [...document.querySelectorAll("[data-group]")];
  const recommendations = groups.filter((each) => each.matches(".recommendation"));
  const folded = groups.filter((each) => each.matches("details:not([open])"));
  const SEVERAL = "\n"; // between the values of a choice that stands for any of them

  const fold = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
  const wordsOf = (option) => option.text.replace(/ \([\d,]+\)$/, "");
  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  let texts;
  const readTexts = () => items.map((each) => {
    const title = each.closest(".recommendation")?.firstElementChild.textContent ?? "";
    return fold(`${title} ${each.textContent}`);
  });
  let strange = []; // what an address asks that no choice has, and so no action

  const find = (select, value) => {
    const given = [...select.options].filter((each) => each.value);
    return given.find((each) => each.value === value) ??
      given.find((each) => [each.value, wordsOf(each)].some((own) => fold(own) === fold(value)));
  };
  const chosen = () => selects.filter((each) => each.value);

  const apply = () => {
    const wanted = chosen().map((each) => [each.name, each.selectedOptions[0].dataset.places.split(" ")]);
    const sought = fold(search.value);
    if (sought) texts ??= readTexts();
    const narrowed = wanted.length + strange.length > 0 || sought !== "";
    let shown = 0;
    items.forEach((each, number) => {
      const fits = !strange.length && (!sought || texts[number].includes(sought)) &&
        wanted.every(([name, places]) =>
          (each.dataset[name] ?? "").split(" ").some((own) => own && places.includes(own)));
      each.hidden = !fits;
      shown += fits && each.matches("article");
    });
    for (const group of groups) {
      if (!group.matches("[data-status]")) {
        group.hidden = narrowed && !group.querySelector("[data-status]:not([hidden])");
      }
    }
    for (const each of folded) each.open = narrowed;
    const names = [
      ...chosen().map((each) => wordsOf(each.selectedOptions[0])),
      ...strange,
      ...(sought ? [`“${search.value.trim()}”`] : []),
    ];
    const all = counted(total, "action");
    const isOfAnswers = form.elements.status.value !== ""; // they are given to recommendations
    const those = recommendations.filter((each) => !each.hidden).length;
    const before = isOfAnswers ? `${counted(those, "recommendation")}, ` : "";
    line.classList.toggle("narrowed", narrowed);
    line.textContent = narrowed ? `${before}${shown.toLocaleString("en")} of ${all}: ${names.join(", ")}` : all;
  };

  // Choose what an address asks; what is no choice yet becomes one, that no action has.
  const choose = (asked) => {
    for (const each of form.querySelectorAll("[data-asked]")) each.remove();
    for (const select of selects) {
      const values = asked.getAll(select.name).filter(Boolean);
      const options = values.map((value) => find(select, value));
      select.selectedIndex = options.length === 1 && options[0] ? options[0].index : 0;
      if (values.length && !select.selectedIndex) {
        const words = options.map((each, number) => (each ? wordsOf(each) : values[number]));
        const option = new Option(words.join(" or "), values.join(SEVERAL), false, true);
        option.dataset.places = options.filter(Boolean).map((each) => each.dataset.places).join(" ");
        option.dataset.asked = "";
        select.append(option);
      }
    }
    search.value = asked.get("search") ?? "";
    strange = [...asked].filter(([name]) => !(name in form.elements)).map((each) => each.join(" "));
    apply();
  };

  // The address says what is shown, so that a link to it shows the same.
  const fromAddress = () => {
    const hash = location.hash.slice(1);
    const asks = hash.includes("=");
    const target = document.querySelector(":target");
    if (asks || !hash || target?.closest("[hidden]")) {
      choose(new URLSearchParams(asks ? hash : ""));
    }
    if (asks) {
      line.focus({ preventScroll: true });
      form.scrollIntoView();
    } else if (target) {
      for (let each = target; each; each = each.parentElement) if (each.matches("details")) each.open = true;
      target.scrollIntoView();
    }
  };

  const toAddress = (write = "pushState") => {
    const asked = new URLSearchParams();
    for (const each of chosen()) for (const value of each.value.split(SEVERAL)) asked.append(each.name, value);
    if (search.value.trim()) asked.set("search", search.value.trim());
    if (`#${asked}` !== (location.hash || "#")) history[write](null, "", `#${asked}`);
  };

  for (const select of selects) {
    for (const each of select.options) each.dataset.places = `${each.index - 1}`;
  }
  for (const each of document.querySelectorAll("[data-filter]")) {
    if (each.textContent === "0") continue;
    const link = document.createElement("a");
    link.href = `#${each.dataset.filter}`;
    link.textContent = each.textContent;
    if (/^[\d,]+$/.test(link.text)) {
      const words = [...new URLSearchParams(each.dataset.filter)].map(([name, value]) => {
        const option = [...form.elements[name]].find((own) => own.value === value);
        return option ? wordsOf(option) : value;
      });
      link.setAttribute("aria-label", `${link.text}: ${words.join(", ")}`);
    }
    each.replaceChildren(link);
  }
  search.addEventListener("focus", () => { texts ??= readTexts(); }); // before the first letter
  let typing;
  const narrow = (write) => { clearTimeout(typing); strange = []; apply(); toAddress(write); };
  search.addEventListener("input", () => { // a word, not each of its letters
    clearTimeout(typing);
    typing = setTimeout(narrow, 150, "replaceState");
  });
  form.addEventListener("change", () => narrow());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    choose(new URLSearchParams());
    toAddress();
  });
  addEventListener("hashchange", fromAddress);
  addEventListener("beforeprint", () => { for (const each of folded) each.open = true; });
  document.addEventListener("click", (event) => { // the same address again is no change
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) fromAddress();
  });
  form.hidden = false;
  line.hidden = false;
  fromAddress();
})();
