// A Nextflow module. Not tested here: Nextflow was not to be had where the others were run.
process CYTOLOT {
    tag "${folder.name}"
    cpus 2
    memory '2 GB'
    container 'cytolot:0.1.0'
    errorStrategy 'retry'
    maxRetries 2

    input:
    tuple path(folder), path(method)

    output:
    path "${folder.name}.json"

    // 10, 20 and 30 are outcomes of lots, not failures. params.out is a folder that all tasks share.
    script:
    """
    code=0
    node /app/dist/cytolot.cjs run ${folder} --pipeline ${method}/pipeline.yaml --out ${params.out} --keep-inputs --jobs ${task.cpus} --json > ${folder.name}.json || code=\$?
    case \$code in 0|10|20|30) exit 0 ;; *) exit \$code ;; esac
    """
}
