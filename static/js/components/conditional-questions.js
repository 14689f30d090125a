/**
 * Hides a question that depends on an answer before it until that answer is given. Without script it
 * is shown with words that say when to answer, and the server takes no answer that was not asked for.
 */

export function wake(form) {
  const questions = [...form.querySelectorAll("[data-question]")]
  const update = () => {
    for (const question of questions) question.hidden = !isAsked(question)
  }

  /** In the order of the page: what is hidden answers nothing that comes after it. */
  function isAsked(question) {
    const { when, is } = question.dataset
    if (!when) return true
    const earlier = questions.find((other) => other.dataset.question === when)
    const chosen = earlier?.querySelectorAll("input:checked") ?? []
    return !earlier?.hidden && [...chosen].some((input) => input.value === is)
  }

  form.addEventListener("change", update)
  update()
}
