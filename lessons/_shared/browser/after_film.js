// Asks for a chart once the film on the page can be seen, and has been for a moment; at the latest
// after some seconds, for a page whose film is still to be computed. Charts are asked for one by
// one, in the order of the page: Streamlit can run one fragment at a time.
const LOOK_EVERY = 50, A_MOMENT = 400, LATEST = 4000, ASK_AGAIN = 2000; // milliseconds

const filmIsThere = () =>
  [...document.querySelectorAll("*")].some((element) =>
    element.shadowRoot?.querySelector(".film-player .stage:not([hidden])"),
  );

const isNext = (element) =>
  document.querySelector('[class*="st-key-waits_"]').contains(element.getRootNode().host ?? element);

export default function ({ parentElement, setTriggerValue }) {
  const begin = performance.now();
  let timer;
  const look = () => {
    const waitsOn = !filmIsThere() && performance.now() - begin < LATEST;
    if (waitsOn || !isNext(parentElement)) timer = setTimeout(look, LOOK_EVERY);
    else timer = setTimeout(ask, A_MOMENT); // a first look, or click, is not to be held up
  };
  const ask = () => {
    setTriggerValue("seen", true);
    timer = setTimeout(look, ASK_AGAIN); // beside a click that asks for something else
  };
  look();
  return () => clearTimeout(timer);
}
