"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const status = document.getElementById("filtered");
  const actions = [...document.querySelectorAll("article[data-state]")];
  const groups = [...document.querySelectorAll("[data-group]")];
  const { state, responsible } = form.elements;

  const apply = () => {
    // The numbers of an action's responsible are those of the options, which begin with "all".
    const number = String(responsible.selectedIndex - 1);
    const narrowed = Boolean(state.value || responsible.value);
    let shown = 0;
    for (const action of actions) {
      const fits =
        (!state.value || action.dataset.state === state.value) &&
        (!responsible.value || action.dataset.responsible.split(" ").includes(number));
      action.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) {
      group.hidden = narrowed && !group.querySelector("article:not([hidden])");
    }
    const chosen = [state, responsible].filter((each) => each.value);
    const names = chosen.map((each) => each.selectedOptions[0].text).join(", ");
    status.textContent = narrowed ? `${shown} of ${actions.length} actions shown: ${names}` : "";
  };

  const choose = (select, wanted) => {
    const same = (option) => option.value.toLowerCase() === (wanted || "").toLowerCase();
    select.selectedIndex = Math.max([...select.options].findIndex(same), 0);
  };

  // The address says what is shown, so that a link to it shows the same.
  const fromAddress = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has("state") || asked.has("responsible")) {
      choose(state, asked.get("state"));
      choose(responsible, asked.get("responsible"));
      apply();
      form.scrollIntoView();
      return;
    }
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      form.reset();
      apply();
      target.scrollIntoView();
    }
  };

  const toAddress = () => {
    const asked = new URLSearchParams();
    for (const each of [state, responsible]) if (each.value) asked.set(each.name, each.value);
    history.replaceState(null, "", `#${asked}`);
  };

  for (const each of document.querySelectorAll("[data-filter]")) {
    const link = document.createElement("a");
    link.href = `#state=${each.dataset.filter}`;
    link.textContent = each.textContent;
    each.replaceChildren(link);
  }
  form.addEventListener("change", () => { apply(); toAddress(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); toAddress(); }));
  addEventListener("hashchange", fromAddress);
  form.hidden = false;
  fromAddress();
})();
