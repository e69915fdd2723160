# Rscript discrimination.R, in this folder. R 4.2.2: t.test (Welch), DeLong's variance from its definition, binom.test (Clopper-Pearson).
source("expected.R")
set.seed(8)
intact <- round(exp(rnorm(12, 0, 0.09)), 2); degraded <- round(exp(rnorm(9, log(0.8), 0.12)), 2)
write.csv(data.frame(class = rep(c("intact", "degraded"), c(12, 9)), value = c(intact, degraded)), "discrimination.csv", row.names = FALSE, quote = FALSE)
writeLines(c("cutOff: 0.9", "margin: 0.95"), "discrimination.options.yaml")
t <- t.test(log(degraded), log(intact)); v <- list()
v[["comparison.estimate"]] <- exp(mean(log(degraded)) - mean(log(intact))); v[["comparison.lower"]] <- exp(t$conf.int[1]); v[["comparison.upper"]] <- exp(t$conf.int[2]); v[["comparison.degreesOfFreedom"]] <- unname(t$parameter)
v[["outcome"]] <- if (exp(t$conf.int[2]) < 0.95) "discriminates" else "not-shown"
psi <- outer(degraded, intact, function(d, i) (d < i) + 0.5 * (d == i)); auc <- mean(psi); s <- var(rowMeans(psi)) / 9 + var(colMeans(psi)) / 12
v[["roc.auc"]] <- auc; v[["roc.variance"]] <- s; v[["roc.lower"]] <- max(0, auc - qnorm(0.975) * sqrt(s)); v[["roc.upper"]] <- min(1, auc + qnorm(0.975) * sqrt(s))
at <- function(name, k, n) { b <- binom.test(k, n)$conf.int; v[[paste0(name, ".k")]] <<- k; v[[paste0(name, ".lower")]] <<- b[1]; v[[paste0(name, ".upper")]] <<- b[2] }
at("atCutOff.sensitivity", sum(degraded < 0.9), 9); at("atCutOff.specificity", sum(intact >= 0.9), 12)
write_expected("discrimination.expected.json", "R 4.2.2, discrimination.R", 1e-9, v)
