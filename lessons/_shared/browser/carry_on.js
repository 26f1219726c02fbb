// A link to another page that carries on with this page's address: the run, and the place in it that
// the player keeps there by itself.

export default function ({ parentElement, data, setTriggerValue }) {
  const link = parentElement.querySelector("a");
  link.querySelector("span").textContent = data.label;
  const aim = () => (link.href = data.page + window.location.search);
  link.onpointerdown = link.onfocus = aim;
  link.onclick = (event) => {
    aim();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // another tab
    event.preventDefault(); // within this visit, so that what it holds is kept
    setTriggerValue("query", Object.fromEntries(new URLSearchParams(window.location.search)));
  };
  aim();
}
